package org.plumbline.core.data;

/** What a model is to write on from: a prompt in plain text, or a chat. */
public sealed interface Opening permits Prompt, Chat {}
