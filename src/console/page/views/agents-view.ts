import { html, type TemplateResult } from 'lit-html';
import type { AgentRow, AgentsAnswer } from '../../wire/agents';
import { linkTo } from '../words/router';
import { ago, badge, count, outside } from '../words/text';
import { numeric, table, warning } from './parts';

const row = (agent: AgentRow): TemplateResult => html`
  <tr data-row>
    <td>${outside(agent.definition)}</td>
    <td>
      ${
        agent.link === undefined
          ? outside(agent.agent)
          : html`<a href=${agent.link} target="_blank" rel="noreferrer noopener">${outside(agent.agent)}</a>`
      }
    </td>
    <td>${badge(agent.status)}</td>
    <td>${agent.cause === undefined ? '' : outside(agent.cause)}</td>
    ${numeric(count(agent.attempts))}
    <td>${ago(agent.lastPoll)}</td>
    <td>${ago(agent.nextPoll)}</td>
    ${numeric(count(agent.published))} ${numeric(count(agent.passedOver ?? 0))}
  </tr>
`;

export const agentsView = (answer: AgentsAnswer): TemplateResult => html`
  <h1>Poll agents</h1>
  ${
    answer.unanswered > 0
      ? warning(`${count(answer.unanswered)} workflows did not answer. Is a worker of the gateway running?`)
      : ''
  }
  ${answer.closed.map((id) => warning(html`${outside(id)} was closed: <code>sluice agents restart</code> continues it.`))}
  <section>
    ${table(
      'Poll agents',
      ['Definition', 'Agent', 'Status', 'Cause', '#Attempts', 'Last poll', 'Next poll', '#Published', '#Passed over'],
      answer.agents.map((agent) => [`${agent.definition} ${agent.agent}`, row(agent)]),
      'The configuration has no poll agents, or none has begun.',
    )}
    ${
      answer.page === undefined
        ? ''
        : html`<p><a class="button" href=${linkTo('agents', { page: answer.page })}>More agents</a></p>`
    }
  </section>
`;
