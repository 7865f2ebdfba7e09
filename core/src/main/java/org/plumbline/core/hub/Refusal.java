package org.plumbline.core.hub;

import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.PlumblineException;

/**
 * A hub's no, in words.
 *
 * @param status of HTTP
 * @param code the hub's own word for it; may be empty
 */
record Refusal(HubModel model, HubSettings settings, int status, String code) {

  /** As an error with a way out. */
  PlumblineException error() {
    if (code.equals("GatedRepo")) {
      return gated();
    }
    if (code.equals("RevisionNotFound")) {
      return new InvalidInputException(
          "'%s' has no revision '%s' at '%s'; give a branch, a tag or a commit with --revision"
              .formatted(model.id(), model.revision(), host()));
    }
    if (code.equals("EntryNotFound")) {
      return new FailedException(
          "'%s' lists a file that it does not have; try again, or tell its owner".formatted(model));
    }
    return switch (status) {
      case 401, 403, 404 -> missing();
      default ->
          new FailedException(
              "the hub '%s' answers %d to a question about '%s'; check HF_ENDPOINT"
                  .formatted(host(), status, model));
    };
  }

  private PlumblineException gated() {
    String token =
        settings.token().isPresent()
            ? "the account of your token has not been let in, or the token may not read such models"
            : "no token was sent";
    return new FailedException(
        ("'%s' is gated: its owner lets in only those who have asked, and %s (%d). "
                + "Ask on its page %s/%s, then set HF_TOKEN to a token of your account that may read")
            .formatted(model, token, status, settings.endpoint(), model.id()));
  }

  private PlumblineException missing() {
    String token =
        settings.token().isEmpty()
            ? "if it is private, set HF_TOKEN to a token that may read it"
            : status == 401
                ? "or the token in HF_TOKEN is not valid any more"
                : "if it is private, the token in HF_TOKEN must belong to somebody who may read it";
    return new FailedException(
        "there is no '%s' at '%s', or not for you (%d): check the name; %s"
            .formatted(model, host(), status, token));
  }

  private String host() {
    return settings.endpoint().getHost();
  }
}
