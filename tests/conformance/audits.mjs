// Runs every audit of graphql-http against the address given, prints how many passed, and fails where one does not.
import { auditServer } from "graphql-http";

const audits = await auditServer({ url: process.argv[2] });
const failed = audits.filter((audit) => audit.status !== "ok");
for (const audit of failed) {
  console.error(`${audit.status}: ${audit.id} ${audit.name}: ${audit.reason}`);
}
console.log(`${audits.length - failed.length} of ${audits.length} audits of graphql-http pass`);
process.exit(failed.length > 0 ? 1 : 0);
