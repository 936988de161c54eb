package dev.grantflow.contract;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Interval;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where the limits of granted outgoing payments stand in their intervals. Pure.
public final class GrantedIntervals {

  private GrantedIntervals() {}

  /// @param access whose interval it is: a path from the root of an event's data
  /// @param interval as granted
  /// @param windows as seen from the instant that was asked for
  public record Granted(String access, String interval, Windows windows) {}

  /// In the order of the tokens and of their access. What the server says that it granted counts;
  /// where it does not repeat the access, it granted what was asked for (RFC 9635 §3.2.1). An
  /// interval that is none is passed over: nobody can say what the server makes of it.
  public static List<Granted> of(Grant grant, Issue issue, Instant at) {
    var several = issue.isToldAsArray(grant.request().wanted());
    var path = FieldPath.ROOT.member("access_token");
    var granted = new ArrayList<Granted>();
    for (int i = 0; i < issue.accessTokens().size(); i++) {
      var token = issue.accessTokens().get(i);
      var access = access(grant, token);
      for (int j = 0; j < access.size(); j++) {
        var item = access.path(j);
        var here = (several ? path.item(i) : path).member("access").item(j);
        interval(item)
            .map(text -> new Granted(here.toString(), text, new Interval(text).at(at)))
            .forEach(granted::add);
      }
    }
    return granted;
  }

  /// Adds the member `intervals` to an event's data or an answer; nothing where there are none.
  public static void put(ObjectNode data, List<Granted> intervals) {
    if (intervals.isEmpty()) {
      return;
    }
    var array = data.putArray("intervals");
    for (var granted : intervals) {
      var node = array.addObject();
      node.put("access", granted.access()).put("interval", granted.interval());
      var current = granted.windows().current();
      if (current != null) {
        node.putObject("currentInterval")
            .put("start", current.start().toString())
            .put("end", current.end().toString());
      }
      var remaining = granted.windows().remaining();
      if (remaining != null) {
        node.put("remainingIntervals", remaining);
      }
    }
  }

  private static Stream<String> interval(JsonNode item) {
    var interval = item.path("limits").path("interval");
    return Stream.of(interval.asString(""))
        .filter(text -> item.path("type").asString("").equals("outgoing-payment"))
        .filter(text -> interval.isString() && Interval.isValid(text));
  }

  private static JsonNode access(Grant grant, AccessToken token) {
    var told = AsTold.read(token.verbatim().reveal()).path("access");
    var asked = grant.request().wanted().accessToken();
    return told.isArray() || asked == null
        ? told
        : asked(DataJson.MAPPER.readTree(asked.canonical()), token).path("access");
  }

  private static JsonNode asked(JsonNode tokens, AccessToken token) {
    return tokens.isArray()
        ? tokens
            .valueStream()
            .filter(it -> it.path("label").asString("").equals(token.label()))
            .findFirst()
            .orElse(tokens.size() == 1 ? tokens.path(0) : tokens.path(-1))
        : tokens;
  }
}
