/** Also called after failures; Ctrl-C is seen to where the cluster is started. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.elementsTestCluster?.stop();
}
