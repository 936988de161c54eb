package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.time.Duration;

/// An authorization server that grants everything at once and verifies nothing, so lean that it is
/// not what is measured: HTTP/1.1, one thread, no waiting. A program of its own, whose arguments
/// are its host and how long it takes to answer a signed call; it prints its port, and at each line
/// that it reads how many signed calls there have been at once at most since the last.
final class Stub {

  private static final int BODY_BYTES_MAX = 64 * 1024;

  private Stub() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var answers = Child.answersOfThis();
    var host = arguments[0];
    var delay = Duration.parse(arguments[1]);
    var threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var grants = new StubGrants();
    var channel =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 2048)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
                        .addLast(new StubHandler(grants, channel.localAddress(), delay));
                  }
                })
            .bind(host, 0)
            .sync()
            .channel();
    answers.println(((InetSocketAddress) channel.localAddress()).getPort());
    try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      while (lines.readLine() != null) {
        answers.println(grants.calls().mostAtOnce());
      }
    }
    System.exit(0);
  }
}
