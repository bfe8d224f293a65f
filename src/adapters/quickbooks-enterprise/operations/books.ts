import type { ListOperation } from '../../adapter';
import { BOOK_RESOURCES } from './book-feeds';
import { listBooks, listChangedBooks } from './read-books';

/** The books of a company are read together: each exchange waits for the computer at the customer's. */
export const companyBooks: ListOperation = {
  covers: BOOK_RESOURCES,
  exhaustive: BOOK_RESOURCES.filter((resource) => resource !== 'COMPANY'),
  repeatsIncomplete: true,
  list: listBooks,
  listChanges: listChangedBooks,
};
