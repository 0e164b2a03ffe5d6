// PostGraphile 5 over Gozareh's tables, as its manual advises for production: no watching, no GraphiQL, a pool of
// connections with prepared statements, indexes for every relation. Needs DATABASE_URL and PORT; says when it listens.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

const preset = {
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  // It hides columns without an index of their own; what notes are asked for, an index on their claim finds.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ["public", "peer"] })],
  schema: { defaultBehavior: "-insert -update -delete" },
  gather: { pgStrictFunctions: true },
  grafast: { explain: false },
  grafserv: {
    watch: false,
    graphiql: false,
    websockets: false,
    outputDataAsString: true,
  },
};

const instance = postgraphile(preset);
const server = createServer();
await instance.createServ(grafserv).addTo(server);
await instance.getSchema();
if (process.argv.includes("--print")) {
  const { printSchema } = await import("postgraphile/graphql");
  console.log(printSchema(await instance.getSchema()));
  process.exit(0);
}
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("listening"));
