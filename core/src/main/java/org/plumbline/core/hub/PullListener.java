package org.plumbline.core.hub;

/** Follows a pull; called by one thread at a time. */
public interface PullListener {
  /** Nobody. */
  PullListener NONE =
      new PullListener() {
        @Override
        public void fetched(long done, long total, String file) {}

        @Override
        public void notice(String message) {}
      };

  /**
   * So much has come.
   *
   * @param done bytes that are here, those of an earlier try among them
   * @param total bytes of all files that were missing
   * @param file whose bytes came last
   */
  void fetched(long done, long total, String file);

  /** Something that explains a wait. */
  void notice(String message);
}
