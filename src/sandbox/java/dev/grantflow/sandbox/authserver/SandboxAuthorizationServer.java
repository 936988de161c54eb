package dev.grantflow.sandbox.authserver;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// A running authorization server on a free port of the loopback interface, in plain HTTP.
public final class SandboxAuthorizationServer implements AutoCloseable {
  private final HttpServer http;
  private final ExecutorService executor;
  private final Closing closing;
  private final ClientDirectory clients;
  private final FinishPush push;
  private final GrantEndpoints endpoints;
  private final WalletAddresses walletAddresses;
  private final Books books;
  private final ResourceDoor resources;
  private final URI resourceServer;

  private SandboxAuthorizationServer(HttpServer http, URI base, Settings settings) {
    this.http = http;
    executor = Executors.newVirtualThreadPerTaskExecutor();
    closing = new Closing();
    clients = new ClientDirectory();
    push = new FinishPush();
    endpoints = new GrantEndpoints(base);
    walletAddresses = new WalletAddresses(base, endpoints);

    Grants grants = new Grants(settings.clock(), settings.tokenLifetime());
    Journal journal = new Journal();
    books = new Books(grants, journal, settings.clock(), settings.interactionLifetime());
    Faults faults = new Faults(base);
    Answers answers = new Answers(base, settings.tokenLifetime(), settings.interactionLifetime());
    Authentication authentication =
        new Authentication(new SignatureVerifier(settings.clock()), clients);
    resources = new ResourceDoor(authentication, grants, endpoints);
    resourceServer = ResourceCall.uri(base);
    Router router =
        new Router(
            new GrantRequests(
                base,
                endpoints,
                authentication,
                clients,
                faults,
                grants,
                answers,
                settings.clock(),
                settings.minWait()),
            new Continuations(authentication, faults, grants, answers, settings),
            new Tokens(authentication, faults, grants, answers),
            new Interactions(
                grants, settings.clock(), settings.interactionLifetime(), answers, push),
            walletAddresses,
            faults,
            books,
            resources);
    ReplyWriter writer = new ReplyWriter(closing, settings.slowness());
    http.createContext("/", new CallHandler(router, writer, journal, settings.observer()));
    http.setExecutor(executor);
  }

  public static SandboxAuthorizationServer start(Settings settings) {
    return startBehind(settings, port -> URI.create("http://127.0.0.1:" + port));
  }

  /// As [#start], behind a proxy.
  ///
  /// @param front puts the proxy before the port that the server has, and says how it is reached
  public static SandboxAuthorizationServer startBehind(Settings settings, IntFunction<URI> front) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      return serve(http, front.apply(http.getAddress().getPort()), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param base how it is reached
  public static SandboxAuthorizationServer startAt(
      InetSocketAddress address, URI base, Settings settings) throws IOException {
    return serve(HttpServer.create(address, 0), base, settings);
  }

  private static SandboxAuthorizationServer serve(HttpServer http, URI base, Settings settings) {
    SandboxAuthorizationServer server = new SandboxAuthorizationServer(http, base, settings);
    http.start();
    return server;
  }

  /// The wallet address of that name; see [Behaviour] for names that mean something.
  public URI walletAddress(String name) {
    return walletAddresses.uri(name);
  }

  /// A fresh wallet address of the same behaviour with a grant endpoint of its own, by which the
  /// books know whose grant it is.
  ///
  /// @param owner letters, digits, dot, underscore and hyphen
  public URI walletAddress(String name, String owner) {
    return walletAddress(name + "." + owner);
  }

  /// A wallet address whose grants go wrong in this way.
  public URI walletAddress(Behaviour behaviour) {
    return walletAddresses.uri(behaviour.walletName());
  }

  /// A wallet address whose server speaks more than Open Payments.
  public URI walletAddress(Dialect dialect) {
    return walletAddress(new Behaviour.General(dialect));
  }

  /// Where the wallet addresses without a special behaviour send grant requests.
  public URI grantEndpoint() {
    return endpoints.common();
  }

  /// Where the wallet address of that name sends grant requests.
  public URI grantEndpoint(String walletName) {
    return endpoints.announced(
        walletName, WalletAddresses.behaviour(walletName).orElseGet(Behaviour.Proper::new));
  }

  /// Adds a key to a wallet address's key set, which makes the wallet address a client.
  ///
  /// @param ed25519PublicKey the 32 bytes of RFC 8032
  public void publishKey(String walletName, String kid, byte[] ed25519PublicKey) {
    walletAddresses.publish(walletName, kid, ed25519PublicKey);
  }

  /// What the wallet address documents name as `resourceServer`.
  public URI resourceServer() {
    return resourceServer;
  }

  /// Lets calls below [#resourceServer] be answered, when token and signature are right or when
  /// there is no token.
  public void serve(ResourceCall.Handler handler) {
    resources.open(handler);
  }

  public Books books() {
    return books;
  }

  /// Ends every call that is still being answered; callers find their connections closed.
  @Override
  public void close() {
    closing.close();
    http.stop(0);
    clients.close();
    push.close();
    executor.shutdownNow();
    awaitHandlers();
  }

  /// So that the observer has been told of every call when `close` returns.
  private void awaitHandlers() {
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a call is still being answered after the close");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
