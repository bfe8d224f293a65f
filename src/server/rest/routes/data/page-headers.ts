import type { DataAge, DataPage } from '../../../../services/data/data-read.service';
import { headerText } from '../../header-text';
import type { AnswerHeaders } from '../../rest-route';

export function pageHeaders({ records, totalCount, nextPage, age }: DataPage): AnswerHeaders {
  return {
    'Elements-Returned-Count': String(records.length),
    ...(totalCount !== null && { 'Elements-Total-Count': String(totalCount) }),
    ...(nextPage !== null && { 'Elements-Next-Page-Token': nextPage }),
    ...ageHeaders(age),
  };
}

export function ageHeaders({ fetchedAt, problem }: DataAge): AnswerHeaders {
  return {
    ...(fetchedAt !== null && { 'Elements-Fetched-At': fetchedAt.toISOString() }),
    ...(problem !== null && { 'Elements-Error': headerText(problem) }),
  };
}
