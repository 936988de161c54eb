package dev.grantflow.acceptance.point;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Stands before an object and sees every call of one of its interfaces.
@FunctionalInterface
interface Around {

  @Nullable Object call(String method, Object[] arguments, Proceed proceed) throws Throwable;

  /// Makes the call on the object itself.
  @FunctionalInterface
  interface Proceed {
    @Nullable Object with(Object... arguments) throws Throwable;
  }

  /// Once only: the framework announces some beans twice, and a point would be passed twice.
  static <T> T stand(Class<T> port, T target, Around around) {
    if (Proxy.isProxyClass(target.getClass())) {
      return target;
    }
    InvocationHandler handler =
        (_, method, given) -> {
          var arguments = given == null ? new Object[0] : given;
          return around.call(
              method.getName(), arguments, changed -> invoke(method, target, changed));
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private static @Nullable Object invoke(Method method, Object target, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }
}
