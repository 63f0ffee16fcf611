import path from 'node:path';
import { withDemo } from '../support/scenarios/demo-run';

test('A machine without Java is told what to install, without a stack.', async () => {
  await withDemo(async ({ demo, state }) => {
    const env = { PATH: path.join(state, 'nothing'), JAVA_HOME: '', SLUICE_KAFKA_BROKERS: '' };
    const { code, stdout, stderr } = await demo(['--once', '--json'], env).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Install a Java 17 or newer');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
