package org.plumbline.lm.model;

import static org.plumbline.core.error.Require.require;

/**
 * Tokens that follow what a slot of a cache has read.
 *
 * @param slot of the cache
 * @param ids at least one
 * @param textLength tokens of the text as far as it is known, those of the slot and these among
 *     them: a few families read a long text in another way than a short one
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive; nobody compares these
public record Continuation(int slot, int[] ids, int textLength) {
  public Continuation {
    require(ids.length > 0, "a continuation must have a token (slot %d has none)", slot);
  }
}
