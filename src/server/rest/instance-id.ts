import { z } from 'zod';

/** An instance in a path, by its number. */
export const InstanceId = z.object({
  id: z.string().meta({ description: "The instance's number.", example: '1234' }),
});
