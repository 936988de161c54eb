package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.GrantRecords.Query;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pages of the grants that a caller may see and asks for.
@Singleton
final class GrantLists {

  private static final String SEVERAL =
      "It is missing, and the token names several. Name one of them.";

  private final GrantRecords records;
  private final InstantSource clock;

  GrantLists(GrantRecords records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /// @param path of the list, for the next page
  /// @param own the client instances whose grants are shown; null means all
  HttpResponse<String> page(HttpRequest<?> request, String path, @Nullable Set<String> own) {
    return switch (ListQuery.read(request.getParameters(), clock.instant())) {
      case ListQuery.Flawed(var problems) -> ApiProblem.unreadable(problems).response();
      case ListQuery.Understood(var query) when isOfSeveral(query, own) ->
          ApiProblem.unreadable("client", SEVERAL).response();
      case ListQuery.Understood(var query) -> page(request, path, visible(query, own));
    };
  }

  /// A page of several client instances would go down the grants of all there are, and where it
  /// ends and how full it is would tell of the others'.
  private static boolean isOfSeveral(Query query, @Nullable Set<String> own) {
    return query.client() == null && own != null && own.size() > 1;
  }

  /// Only what is the caller's.
  private Page visible(Query query, @Nullable Set<String> own) {
    if (own == null) {
      return records.list(query);
    }
    var wanted = query.client();
    var client = wanted == null ? own.stream().findFirst() : Optional.of(wanted);
    return client
        .filter(own::contains)
        .map(name -> records.list(query.of(name)))
        .orElseGet(() -> new Page(List.of(), null));
  }

  private HttpResponse<String> page(HttpRequest<?> request, String path, Page page) {
    var json = DataJson.MAPPER.createObjectNode();
    var grants = json.putArray("grants");
    var now = clock.instant();
    page.grants().forEach(grant -> grants.add(GrantRepresentation.listed(grant, now)));
    var response = HttpResponse.<String>ok().contentType(MediaType.APPLICATION_JSON_TYPE);
    if (page.next() != null) {
      var next = ListQuery.next(path, request.getParameters(), page.next());
      json.put("next", next);
      response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
    }
    return response.body(json.toString());
  }
}
