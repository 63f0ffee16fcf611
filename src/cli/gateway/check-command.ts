import { checkHandlers } from '../../operations/setup/check-handlers';
import { checkKafka } from '../../operations/setup/check-kafka';
import { checkTemporal } from '../../operations/setup/check-temporal';
import { tombstoneFindings } from '../../operations/setup/tombstone-findings';
import type { Finding } from '../../operations/setup/finding';
import { terminalLines } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { loadedConfig } from '../command/running-engines';

const mark = ({ ok, warning }: Finding): string => {
  if (!ok) return 'PROBLEM';
  return warning === true ? 'warning' : 'ok     ';
};

const line = (finding: Finding): string => terminalLines(`${mark(finding)}  ${finding.check}: ${finding.message}`);

/** `sluice check`: always checks all of configuration, Kafka, Temporal and handlers, in this order. */
export const checkCommand = async (options: CommonOptions, context: CommandContext): Promise<CommandResult> => {
  const { log, print } = context;
  const config = await loadedConfig(options, context);
  const findings: Finding[] = [];
  const report = (found: readonly Finding[]): void => {
    findings.push(...found);
    for (const finding of found) print(line(finding));
  };
  report([{ check: 'configuration', ok: true, message: `${options.config} describes gateway ${config.name}` }]);
  report(tombstoneFindings(config));
  report(await checkKafka(config, log));
  report(await checkTemporal(config));
  report(await checkHandlers(config, log));
  const problems = findings.filter(({ ok }) => !ok).length;
  print(problems === 0 ? 'No check found a problem.' : `${problems} of ${findings.length} checks found a problem.`);
  return {
    exitCode: problems === 0 ? EXIT_CODES.done : EXIT_CODES.problem,
    document: { gateway: config.name, problems, checks: findings },
  };
};
