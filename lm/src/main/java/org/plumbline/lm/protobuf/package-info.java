/** Protocol buffers, field by field: {@link org.plumbline.lm.protobuf.WireReader}. */
@NullMarked
package org.plumbline.lm.protobuf;

import org.jspecify.annotations.NullMarked;
