package dev.grantflow.sandbox.authserver;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Knows which path belongs to what.
final class Router {
  private final GrantRequests grantRequests;
  private final Continuations continuations;
  private final Tokens tokens;
  private final Interactions interactions;
  private final WalletAddresses walletAddresses;
  private final Faults faults;
  private final Books books;
  private final ResourceDoor resources;

  Router(
      GrantRequests grantRequests,
      Continuations continuations,
      Tokens tokens,
      Interactions interactions,
      WalletAddresses walletAddresses,
      Faults faults,
      Books books,
      ResourceDoor resources) {
    this.grantRequests = grantRequests;
    this.continuations = continuations;
    this.tokens = tokens;
    this.interactions = interactions;
    this.walletAddresses = walletAddresses;
    this.faults = faults;
    this.books = books;
    this.resources = resources;
  }

  /// @param rawPath as it came, with its leading slash
  static Point what(String method, String rawPath) {
    List<String> path = segments(rawPath);
    boolean deletes = method.equals("DELETE");
    return switch (path.getFirst()) {
      case "gnap" -> Point.REQUEST;
      case "continue" -> deletes ? Point.CANCEL : Point.CONTINUE;
      case "token" -> deletes ? Point.REVOKE : Point.ROTATE;
      case "interact", "code" -> Point.INTERACT;
      case "redirected" -> Point.REDIRECTED;
      case "", "_books", "resources", "favicon.ico" -> Point.OTHER;
      default ->
          switch (path.size()) {
            case 1 -> Point.WALLET;
            case 2 -> path.get(1).equals("jwks.json") ? Point.JWKS : Point.OTHER;
            default -> Point.OTHER;
          };
    };
  }

  Reply answer(Point what, Call call) {
    List<String> path = segments(call.path());
    String second = path.size() < 2 ? "" : path.get(1);
    String third = path.size() < 3 ? "" : path.get(2);
    return switch (what) {
      case WALLET -> only("GET", call, () -> wallet(path.getFirst()));
      case JWKS -> only("GET", call, () -> walletAddresses.keySet(path.getFirst()));
      case REQUEST -> only("POST", call, () -> grantRequests.answer(call));
      case CONTINUE -> only("POST", call, () -> continuations.proceed(call, second));
      case CANCEL -> continuations.cancel(call, second);
      case ROTATE -> only("POST", call, () -> tokens.rotate(call, second));
      case REVOKE -> tokens.revoke(call, second);
      case INTERACT ->
          path.getFirst().equals("code")
              ? codes(call)
              : call.method().equals("POST")
                  ? interactions.decide(second, third, call.message().body())
                  : only("GET", call, () -> interactions.show(second, third));
      case REDIRECTED -> notFound();
      case OTHER ->
          switch (path.getFirst()) {
            case "_books" -> only("GET", call, () -> Reply.json(200, books.toJson()));
            case "resources" -> resources.answer(call);
            case String _ -> notFound();
          };
    };
  }

  private Reply codes(Call call) {
    return call.method().equals("POST")
        ? interactions.enter(call.message().body())
        : only("GET", call, interactions::showCodes);
  }

  private Reply wallet(String name) {
    return WalletAddresses.behaviour(name)
        .map(
            behaviour ->
                faults.around(
                    behaviour, Point.WALLET, name, () -> walletAddresses.document(name, behaviour)))
        .orElseGet(Router::notFound);
  }

  private static Reply only(String method, Call call, Supplier<Reply> reply) {
    return call.method().equals(method)
        ? reply.get()
        : Reply.errorWithoutCode(405, "method not allowed");
  }

  private static Reply notFound() {
    return Reply.errorWithoutCode(404, "not found");
  }

  private static List<String> segments(String rawPath) {
    return Arrays.asList(rawPath.substring(1).split("/", -1));
  }
}
