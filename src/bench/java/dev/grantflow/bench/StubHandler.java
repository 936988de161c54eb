package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One connection of the [Stub].
final class StubHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private final StubGrants grants;
  private final String base;
  private final Duration delay;

  StubHandler(StubGrants grants, InetSocketAddress address, Duration delay) {
    this.grants = grants;
    this.base = "http://%s:%d/".formatted(address.getHostString(), address.getPort());
    this.delay = delay;
  }

  /// Clients that are killed leave their connections so.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    var isCall = !request.method().equals(HttpMethod.GET);
    var answer = isCall ? call(request) : page(request.uri());
    var stays = HttpUtil.isKeepAlive(request);
    Runnable send =
        () -> {
          var sent = context.writeAndFlush(answer);
          if (!stays) {
            sent.addListener(ChannelFutureListener.CLOSE);
          }
        };
    if (isCall && !delay.isZero()) {
      grants.calls().begin();
      var _ =
          context
              .executor()
              .schedule(
                  () -> {
                    grants.calls().end();
                    send.run();
                  },
                  delay.toNanos(),
                  TimeUnit.NANOSECONDS);
    } else {
      send.run();
    }
  }

  private FullHttpResponse call(FullHttpRequest request) {
    if (request.method().equals(HttpMethod.DELETE)) {
      return answer(HttpResponseStatus.NO_CONTENT, "");
    }
    return json(
        request.uri().startsWith(StubGrants.CONTINUE)
            ? grants.continued(base, request.uri())
            : grants.requested(base, request.content().toString(UTF_8)));
  }

  /// Where the resource owner's browser comes to, else any wallet address there may be.
  private FullHttpResponse page(String path) {
    if (path.startsWith(StubGrants.INTERACT)) {
      var answer = answer(HttpResponseStatus.FOUND, "");
      answer.headers().set(HttpHeaderNames.LOCATION, grants.consented(base, path));
      return answer;
    }
    var answer =
        json(
            """
            {"id":"%1$s","publicName":"Somebody","assetCode":"USD","assetScale":2,\
            "authServer":"%1$s","resourceServer":"%1$srs"}\
            """
                .formatted(base));
    answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "max-age=3600");
    return answer;
  }

  private static FullHttpResponse json(String body) {
    var answer = answer(HttpResponseStatus.OK, body);
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    return answer;
  }

  private static FullHttpResponse answer(HttpResponseStatus status, String body) {
    var bytes = Unpooled.wrappedBuffer(body.getBytes(UTF_8));
    var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
    if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
    }
    return answer;
  }
}
