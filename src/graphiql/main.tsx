import './monaco-workers';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import { exampleOperations } from './example-operations';
import { type GraphiqlPageData, PAGE_DATA_ELEMENT_ID } from './page-data';
import { singleOperationFetcher } from './single-operation-fetcher';
import icon from './favicon.svg';
import './page.css';

/** Headers are JSON with comments here: a hint where to write one's own secrets, and nothing that is sent. */
const HEADERS_HINT = `{
  // "Authorization": "User <userSecret>, Organization <organizationSecret>"
}`;

const { origin, pathname } = window.location;

/** Subscriptions go over a WebSocket; the headers of the editor become its `connection_init`. */
const fetcher = singleOperationFetcher(
  createGraphiQLFetcher({ url: pathname, subscriptionUrl: `${origin.replace(/^http/, 'ws')}${pathname}` }),
);

function Page({ authorization, sandbox }: GraphiqlPageData): React.JSX.Element {
  return (
    <GraphiQL
      fetcher={fetcher}
      defaultHeaders={authorization === null ? HEADERS_HINT : JSON.stringify({ Authorization: authorization }, null, 2)}
      // Whoever has to write the header sees where; everyone else sees what an example is sent with.
      defaultEditorToolsVisibility={authorization === null ? 'headers' : 'variables'}
      defaultTabs={[...exampleOperations(sandbox)]}
      inputValueDeprecation
      schemaDescription
      // Secrets are typed here and kept with the history, variables and all: nothing outlives the browser tab.
      shouldPersistHeaders={false}
      storage={window.sessionStorage}
    >
      <GraphiQL.Logo>
        <img className="elements-icon" src={icon} alt="" />
        <span className="elements-name">Elements</span>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

function readPageData(): GraphiqlPageData {
  return JSON.parse(document.getElementById(PAGE_DATA_ELEMENT_ID)!.textContent) as GraphiqlPageData;
}

createRoot(document.getElementById('graphiql')!).render(<Page {...readPageData()} />);
