package org.plumbline.core.math;

/** Over what a masked reduction runs. */
public enum Scope {
  /** All positions that count, together: one result. */
  BATCH,
  /** Each row by itself: one result a row. */
  SEQUENCE,
  /** Each column over the rows: one result a column. */
  POSITION
}
