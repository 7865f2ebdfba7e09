/**
 * Models from a hub: what fetches them, and the cache on disk that is shared with Hugging Face's
 * own libraries.
 *
 * <p>Read {@link org.plumbline.core.hub.ModelPull} first, then {@link
 * org.plumbline.core.hub.HubCache}. Only a pull opens a connection.
 */
@NullMarked
package org.plumbline.core.hub;

import org.jspecify.annotations.NullMarked;
