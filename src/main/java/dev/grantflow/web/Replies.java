package dev.grantflow.web;

import dev.grantflow.grant.Grant;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says one thing in two ways: a page for people, JSON for whoever prefers that.
@Singleton
final class Replies {

  private final JsonMapper json;

  Replies(JsonMapper json) {
    this.json = json;
  }

  /// A page, or a problem (RFC 9457). No page of ours has a form, so who posts is no browser.
  MutableHttpResponse<String> notice(HttpRequest<?> request, Notice notice) {
    return Preference.isJson(request) || request.getMethod() == HttpMethod.POST
        ? problem(notice)
        : page(notice);
  }

  /// Where a grant stands, for whoever is not sent on.
  HttpResponse<String> status(HttpRequest<?> request, Grant grant) {
    var status = grant.state().status();
    return Preference.isJson(request)
        ? json(Map.of("grantId", grant.id().value(), "status", status.name()))
        : page(Notice.of(status));
  }

  private static MutableHttpResponse<String> page(Notice notice) {
    return HttpResponse.<String>status(notice.status())
        .contentType(Page.MEDIA_TYPE)
        .body(Page.of(notice));
  }

  /// @param members strings, numbers, maps and lists
  MutableHttpResponse<String> json(Map<String, ?> members) {
    return HttpResponse.ok(write(members)).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  /// For callers that are no browsers (RFC 9457).
  MutableHttpResponse<String> problem(Notice notice) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", "about:blank");
    members.put("title", notice.status().getReason());
    members.put("status", notice.status().getCode());
    members.put("detail", notice.text());
    return HttpResponse.<String>status(notice.status())
        .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
        .body(write(members));
  }

  private String write(Map<String, ?> members) {
    try {
      return json.writeValueAsString(members);
    } catch (IOException impossible) {
      throw new UncheckedIOException("strings and numbers can be written", impossible);
    }
  }
}
