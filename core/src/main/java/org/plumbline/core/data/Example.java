package org.plumbline.core.data;

/** Something worth imitating: a demonstration in plain text, or a chat. */
public sealed interface Example permits Demonstration, Chat {}
