package dev.grantflow.web;

import dev.grantflow.grant.GrantState;
import io.micronaut.http.HttpStatus;

/// What a visitor is told instead of being sent on.
///
/// @param heading a few words
/// @param text what happened and what to do, in a sentence or two
record Notice(HttpStatus status, String heading, String text) {

  static final Notice WRONG_HASH =
      new Notice(
          HttpStatus.BAD_REQUEST,
          "This confirmation does not fit",
          "What came back from the authorization server could not be verified, so nothing was"
              + " changed. Please go back to where you came from and start again.");

  static final Notice UNKNOWN_CALLBACK =
      new Notice(
          HttpStatus.NOT_FOUND,
          "Nothing waits here",
          "This address does not belong to any request, or no longer does. Please go back to where"
              + " you came from and start again.");

  static final Notice OTHER_BROWSER =
      new Notice(
          HttpStatus.FORBIDDEN,
          "Please continue where you began",
          "This confirmation belongs to a request that was not begun in this browser, or too long"
              + " ago, so nothing was changed. Please use the browser in which you began, with"
              + " cookies allowed, or go back to where you came from and start again.");

  static final Notice UNKNOWN_START =
      new Notice(
          HttpStatus.NOT_FOUND,
          "Nothing begins here",
          "This address does not belong to any request. Please go back to where you came from and"
              + " start again.");

  static final Notice OVER =
      new Notice(
          HttpStatus.GONE,
          "This request is over",
          "There is nothing left to agree to: the request was answered, has expired or was"
              + " withdrawn. Please go back to where you came from.");

  static final Notice TOO_MANY =
      new Notice(
          HttpStatus.TOO_MANY_REQUESTS,
          "Too many at once",
          "There were too many calls from here within a minute, so this one changed nothing. Please"
              + " wait a moment and load this page again.");

  static final Notice AWAY =
      new Notice(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Not just now",
          "Your request could not be looked at for the moment. Please load this page again in a few"
              + " seconds.");

  /// @param detail a sentence that names the parameter
  static Notice unreadable(String detail) {
    return new Notice(
        HttpStatus.BAD_REQUEST,
        "This address is not complete",
        detail + " Please go back to where you came from and start again.");
  }

  static Notice of(GrantState.Status status) {
    return switch (status) {
      case REQUESTED, PENDING, APPROVED ->
          settled("Almost done", "Your answer has arrived and is being processed.");
      case FINALIZED -> settled("Granted", "The access you agreed to was granted.");
      case REVOKING, REVOKED -> settled("Withdrawn", "The request was withdrawn.");
      case REJECTED -> settled("Not granted", "The request was declined. Nothing was granted.");
      case EXPIRED -> settled("Too late", "The request has expired. Nothing was granted.");
      case FAILED ->
          settled("Something went wrong", "The request could not be completed. It has ended.");
    };
  }

  /// For replies that the framework makes; its own words may repeat the address.
  static Notice of(HttpStatus status) {
    return new Notice(status, status.getReason(), text(status));
  }

  private static Notice settled(String heading, String text) {
    return new Notice(HttpStatus.OK, heading, text + " You can close this page.");
  }

  private static String text(HttpStatus status) {
    if (status == HttpStatus.NOT_FOUND) {
      return "There is nothing at this address.";
    }
    if (status == HttpStatus.METHOD_NOT_ALLOWED) {
      return "This address does not know this method.";
    }
    if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE) {
      return "The request is too long.";
    }
    return status.getCode() < 500
        ? "The request could not be understood."
        : "The request failed on our side. Please try again in a moment.";
  }
}
