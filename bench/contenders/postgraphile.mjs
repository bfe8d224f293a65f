// PostGraphile with its recommended preset, over the same tables. They have no foreign key between expenses and reports,
// which a smart tag stands for. It needs Node 22.
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { databaseUrl, listen, poolSize, serveUntilLetGo } from './answer-parent.mjs';

const tags = {
  version: 1,
  config: {
    class: {
      expenses: {
        tags: {
          foreignKey:
            '(instance_id, report_remote_id) references reports (instance_id, remote_id)|@fieldName report|@foreignFieldName expenses',
        },
      },
    },
  },
};

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [jsonPgSmartTags(tags)],
  pgServices: [makePgService({ connectionString: databaseUrl, schemas: ['public'], poolConfig: { max: poolSize } })],
  grafserv: { graphiql: false, watch: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);

serveUntilLetGo(`${await listen(server)}/graphql`);
