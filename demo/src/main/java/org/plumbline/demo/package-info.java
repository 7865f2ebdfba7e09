/** What the demo brings in jars: read {@link org.plumbline.demo.DemoMaterials}. */
@NullMarked
package org.plumbline.demo;

import org.jspecify.annotations.NullMarked;
