/**
 * CSV and Parquet through DuckDB. Read {@link org.plumbline.tables.DuckDbTables} first.
 *
 * <p>Nothing names this module: {@link org.plumbline.core.data.RowFiles} finds it when it is on the
 * class path.
 */
@NullMarked
package org.plumbline.tables;

import org.jspecify.annotations.NullMarked;
