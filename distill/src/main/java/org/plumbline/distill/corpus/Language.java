package org.plumbline.distill.corpus;

/** Which language a text is in, as far as its script and a few frequent words tell. */
public enum Language {
  /** Chinese. */
  ZH,
  /** English. */
  EN,
  /** Chinese and words of another language in about equal parts. */
  MIXED,
  /** Anything else, such as code, numbers, or another language. */
  OTHER
}
