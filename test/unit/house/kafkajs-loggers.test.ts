import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, sourceFiles } from './source-files';

/** kafkajs writes to the console by itself, where the result of a command is expected, unless it is given a logger. */
const unheard = (text: string): readonly string[] =>
  Array.from(text.matchAll(/new Kafka\(([^;]*)/g), ([, made = '']) => made).filter(
    (made) => !/logCreator: kafkajsLog\(/.test(made),
  );

test('Each client of kafkajs in src speaks through our log.', () => {
  const faults = sourceFiles().flatMap((file) =>
    unheard(readFileSync(path.join(ROOT, file), 'utf8')).map((made) => `${file}: new Kafka(${made}`),
  );
  expect(faults).toEqual([]);
});

test('A client of kafkajs that is given no logger is noticed.', () => {
  expect(unheard('const admin = new Kafka(kafka).admin();')).toHaveLength(1);
  expect(unheard('new Kafka({ ...kafka, logCreator: kafkajsLog(log) }).admin();')).toEqual([]);
});
