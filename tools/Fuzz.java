import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs one fuzz test, for tools/fuzz, which sets the environment that makes it fuzz. Arguments: the
 * class, and the method, of which there is one of that name. Exit status 1 if it fails or is not
 * there.
 */
final class Fuzz {
  private Fuzz() {}

  public static void main(String[] args) throws ClassNotFoundException {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    Class<?> type = Class.forName(args[0]);
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(args[1])) {
        request.selectors(selectMethod(type, method));
      }
    }
    SummaryGeneratingListener told = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request.build(), told);
    told.getSummary().printFailuresTo(new PrintWriter(System.err, true));
    boolean ran = told.getSummary().getTestsSucceededCount() > 0;
    System.exit(ran && told.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }
}
