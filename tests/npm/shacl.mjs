// Checks files of Turtle with rdf-validate-shacl: node shacl.mjs SHAPES... -- SUPPORT FILE..., a line of JSON a file
import { readFileSync } from 'node:fs';
import env from '@zazuko/env';
import n3 from 'n3';
import SHACLValidator from 'rdf-validate-shacl';

const split = process.argv.indexOf('--');
const [support, ...files] = process.argv.slice(split + 1);
const read = (...names) =>
  env.dataset(names.flatMap((name, at) =>
    new n3.Parser({ format: 'Turtle', blankNodePrefix: `_:f${at}_` }).parse(readFileSync(name, 'utf-8'))));
const local = (term) => term?.value.split('#').pop() ?? '';
const validator = new SHACLValidator(read(...process.argv.slice(2, split)), { factory: env });

for (const file of files) {
  const report = await validator.validate(read(support, file));
  const broken = report.results.map((result) => [local(result.sourceConstraintComponent), local(result.sourceShape)]);
  process.stdout.write(`${JSON.stringify({ file, broken })}\n`);
}
