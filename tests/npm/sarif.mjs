// Checks files of SARIF against the JSON schema of SARIF 2.1.0: node sarif.mjs FILE..., a line of JSON a file
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';

const require = createRequire(import.meta.url);
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const ajv = new Ajv({ allErrors: true, format: 'full', meta: false, schemaId: 'id' });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(schema);

for (const file of process.argv.slice(2)) {
  validate(JSON.parse(readFileSync(file, 'utf-8')));
  const errors = (validate.errors ?? []).map((error) => `${error.dataPath} ${error.message}`);
  process.stdout.write(`${JSON.stringify({ file, errors })}\n`);
}
