package org.plumbline.core.hub;

/**
 * A file of a model as the hub describes it.
 *
 * @param name its path inside the model's folder
 * @param size in bytes
 * @param hash of its content
 */
record RemoteFile(String name, long size, BlobHash hash) {}
