import type { ListOperation } from '../../adapter';
import { BOOK_RESOURCES } from './book-entities';
import { listChangedBooks } from './changed-books';
import { listBooks } from './read-books';

/**
 * The books of a company are read together: everything that is one page long is one call, and so is everything that
 * changed since. Ten lists would be ten.
 */
export const companyBooks: ListOperation = {
  covers: BOOK_RESOURCES,
  exhaustive: BOOK_RESOURCES.filter((resource) => resource !== 'COMPANY'),
  list: listBooks,
  listChanges: listChangedBooks,
};
