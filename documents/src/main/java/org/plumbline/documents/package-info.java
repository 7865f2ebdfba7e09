/**
 * Books in HTML, PDF, EPUB and DOCX through Apache Tika, without network and without external
 * entities: read {@link org.plumbline.documents.TikaReading}.
 */
@NullMarked
package org.plumbline.documents;

import org.jspecify.annotations.NullMarked;
