import type { Company } from '../data/companies';
import { fullName, type User } from '../data/users';
import type { Reply } from '../reply';
import { html, type Html } from './html';
import { page } from './page-frame';

export interface CompanyChoice {
  readonly company: Company;
  /** The user may connect it. */
  readonly administered: boolean;
  /** Who connected it to the same app, when that was somebody else. */
  readonly connectedBy: User | null;
}

export interface ConsentPage {
  /** Goes back with the form. */
  readonly id: string;
  /** Where the form is sent. */
  readonly action: string;
  readonly appName: string;
  /** In plain words. */
  readonly permissions: readonly string[];
  readonly user: User;
  /** The same page for somebody else. */
  readonly otherUsers: readonly { readonly user: User; readonly address: string }[];
  /** Empty when no company is asked for. */
  readonly choices: readonly CompanyChoice[];
  /** Chosen when the page opens. */
  readonly preselected: string | null;
  /** Host that the browser goes to afterwards. */
  readonly returnsTo: string;
}

/** Asks somebody whether an app may see one of his companies. */
export function consentPage(view: ConsentPage): Reply {
  const title = html`Connect ${view.appName} to QuickBooks`;
  return page(
    200,
    title,
    html`<h1>${title}</h1>
      <p>
        Signed in as <strong>${fullName(view.user)}</strong> (${view.user.email}).
        ${view.otherUsers.map(({ user, address }) => html`<a href="${address}">Sign in as ${fullName(user)}</a> `)}
      </p>
      <h2>${view.appName} asks to</h2>
      <ul>
        ${view.permissions.map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <form method="post" action="${view.action}">
        <input type="hidden" name="request" value="${view.id}" />
        ${view.choices.length === 0 ? html`` : companies(view)}
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="approve">Connect</button>
          <button type="submit" name="decision" value="deny" formnovalidate>No, thanks</button>
        </div>
      </form>
      <p class="muted">Either way you go back to ${view.returnsTo}.</p>`,
  );
}

function companies({ choices, preselected }: ConsentPage): Html {
  return html`<fieldset>
    <legend>Which company?</legend>
    ${choices.map((choice) => companyChoice(choice, preselected === choice.company.realmId))}
  </fieldset>`;
}

function companyChoice({ company, administered, connectedBy }: CompanyChoice, checked: boolean): Html {
  const kind = company.kind === 'sandbox' ? 'Sandbox company' : 'Live company';
  const role = administered ? '' : ', where you are not an administrator';
  return html`<label class="company">
    <input type="radio" name="realmId" value="${company.realmId}" required ${checked ? html`checked` : html``} />
    <span>
      <strong>${company.name}</strong>
      <span class="muted">${kind} ${company.realmId}${role}</span>
      ${
        connectedBy === null
          ? html``
          : html`<span class="muted">Connected by ${fullName(connectedBy)}, whom you would replace.</span>`
      }
    </span>
  </label>`;
}

/** Where a request for consent ends that cannot be granted. Goes back to the app by a link, if at all. */
export function errorPage(status: number, problem: string, detail: string, returnAddress: string | null): Reply {
  return page(
    status,
    html`Not connected`,
    html`<h1>Not connected</h1>
      <p class="note" role="alert">${problem}</p>
      <p>${detail}</p>
      ${returnAddress === null ? html`` : html`<p><a href="${returnAddress}">Return to the app</a></p>`}`,
  );
}
