@org.jspecify.annotations.NullMarked
package org.plumbline.tables;
