import { html, type TemplateResult } from 'lit-html';
import type { KeyAddress, RecordAnswer } from '../../wire/keys';
import { linkTo } from '../words/router';
import { ago, count, outside, recordPlace } from '../words/text';
import { unseenText } from '../words/unseen';
import { facts, table, warning, type Act } from './parts';

type Shown = NonNullable<RecordAnswer['record']>;

/** Shows beside the box what the box does not. */
const showUnseen = (box: HTMLTextAreaElement): void => {
  const beside = box.form?.querySelector<HTMLElement>('.unseen');
  const text = unseenText(box.value);
  if (beside === null || beside === undefined) return;
  beside.hidden = text === undefined;
  const shown = beside.querySelector('pre');
  if (shown !== null) shown.textContent = text ?? '';
};

const typed = (event: Event): void => {
  showUnseen(event.currentTarget as HTMLTextAreaElement);
};

const editForm = (key: KeyAddress, { offset }: Shown, editable: string, act: Act): TemplateResult => {
  const edited = (event: Event): void => {
    event.preventDefault();
    const box = (event.currentTarget as HTMLFormElement).querySelector('textarea');
    act({ verb: 'edit', key, offset, value: box?.value ?? '' });
  };
  return html`<form class="edit" @submit=${edited}>
    <label
      >New value
      <textarea name="value" rows="12" spellcheck="false" dir="ltr" .value=${editable} @input=${typed}></textarea>
    </label>
    <div class="unseen" ?hidden=${unseenText(editable) === undefined}>
      <p>The box has characters that cannot be seen in it. With them in sight it reads:</p>
      <pre dir="ltr" .textContent=${unseenText(editable) ?? ''}></pre>
    </div>
    <p class="buttons">
      <button type="submit">Edit and retry</button>
      <button
        type="button"
        @click=${() => {
          act({ verb: 'edit', key, offset, value: null });
        }}
      >
        Make it a tombstone
      </button>
    </p>
  </form>`;
};

const shownRecord = (key: KeyAddress, record: Shown, act: Act): TemplateResult => html`
  ${facts([
    ['Record', recordPlace(record.place)],
    ['Produced', ago(record.time)],
    ['Revision', record.revision === 0 ? undefined : count(record.revision)],
  ])}
  ${
    record.headers.length === 0
      ? ''
      : table(
          'Headers',
          ['Name', 'Value'],
          record.headers.map(
            ([name, value]) =>
              html`<tr>
                <td>${outside(name)}</td>
                <td>${outside(value)}</td>
              </tr>`,
          ),
        )
  }
  <h2>Value</h2>
  <pre dir="auto" tabindex="0">${record.value}</pre>
  ${record.cut > 0 ? warning(`${count(record.cut)} characters are left out.`) : ''}
  <h2>Edit</h2>
  ${
    record.editable === undefined
      ? html`<p class="note">
          This value is no text, is too large, or has line breaks that a browser would change: use
          <code>sluice keys edit --value-file</code>.
        </p>`
      : editForm(key, record, record.editable, act)
  }
`;

/** The one page that shows what records, states and failures say. */
export const recordView = (key: KeyAddress, name: string, answer: RecordAnswer, act: Act): TemplateResult => html`
  <p><a href=${linkTo('key', { ...key })}>Key ${outside(name)}</a></p>
  <h1>Record of ${outside(name)}</h1>
  ${warning(html`<strong>Holds data.</strong> This page shows what the record, its key and the API say.`)}
  ${
    answer.failure === undefined
      ? ''
      : html`<h2>Failure</h2>
          <pre dir="auto" tabindex="0">${answer.failure}</pre>`
  }
  ${
    answer.record === undefined
      ? html`<p class="note">The key has no record now.</p>`
      : shownRecord(key, answer.record, act)
  }
  ${
    answer.state === undefined
      ? ''
      : html`<h2>State of the key</h2>
          <pre dir="auto" tabindex="0">${answer.state}</pre>`
  }
`;
