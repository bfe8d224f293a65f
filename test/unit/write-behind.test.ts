import { WriteBehind } from '../../src/services/write-behind';

/** A write that ends when it is told to. */
function openWrite() {
  let end!: () => void;
  let fail!: (error: Error) => void;
  const over = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { write: jest.fn(() => over), end, fail };
}

describe('WriteBehind', () => {
  it('does not wait for a write that it begins, and begins the next one after it', async () => {
    const writing = new WriteBehind();
    const [first, second] = [openWrite(), openWrite()];
    await writing.begin(first.write);
    const begun = writing.begin(second.write);
    await Promise.resolve();
    expect(second.write).not.toHaveBeenCalled();
    first.end();
    await begun;
    expect(second.write).toHaveBeenCalledTimes(1);
    second.end();
    await writing.ended();
  });

  it('tells of a failure whoever begins the next write, which is not begun, and whoever waits for the end', async () => {
    const writing = new WriteBehind();
    const [first, second] = [openWrite(), openWrite()];
    await writing.begin(first.write);
    first.fail(new Error('full'));
    await expect(writing.begin(second.write)).rejects.toThrow('full');
    expect(second.write).not.toHaveBeenCalled();
    await expect(writing.ended()).rejects.toThrow('full');
  });
});
