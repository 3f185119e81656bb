// Reads a file of RDF with n3 or jsonld and writes it as N-Quads: node parse.mjs FILE
import { readFileSync } from 'node:fs';
import jsonld from 'jsonld';
import n3 from 'n3';

const [file] = process.argv.slice(2);
const text = readFileSync(file, 'utf-8');
const formats = { nq: 'N-Quads', ttl: 'Turtle', trig: 'TriG' };
const suffix = file.split('.').pop();

function refuse(url) {
  throw new Error(`nothing may be fetched: ${url}`);
}

if (suffix === 'jsonld') {
  const options = { format: 'application/n-quads', documentLoader: refuse, safe: true };
  process.stdout.write(await jsonld.toRDF(JSON.parse(text), options));
} else {
  const quads = new n3.Parser({ format: formats[suffix] }).parse(text);
  process.stdout.write(new n3.Writer({ format: 'N-Quads' }).quadsToString(quads));
}
