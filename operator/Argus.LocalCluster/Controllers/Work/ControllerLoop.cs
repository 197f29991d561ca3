using Argus.Kube.Api;
using Argus.Kube.Client;

namespace Argus.LocalCluster.Controllers.Work;

/// <summary>Takes keys from a controller's queue and reconciles them; failures come again, later each time.</summary>
internal sealed partial class ControllerLoop(IController controller, ILogger logger)
{
    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(int workers, CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(cancel), cancel)));

    private async Task WorkAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var key = await controller.Queue.TakeAsync(cancel);
            try
            {
                var next = await controller.ReconcileAsync(key, cancel);
                controller.Queue.Forget(key);
                if (next is { } delay)
                    controller.Queue.AddAfter(key, delay);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (IsExpected(error))
            {
                LogRetry(controller.Name, key, error.Message);
                controller.Queue.Retry(key);
            }
            catch (Exception error)
            {
                // One object that cannot be handled must not end the work on all others.
                LogFailure(error, controller.Name, key);
                controller.Queue.Retry(key);
            }
            finally
            {
                controller.Queue.Done(key);
            }
        }
    }

    // Somebody else was faster, or the server is away.
    private static bool IsExpected(Exception error) =>
        error is KubernetesException { IsConflict: true } or KubernetesException { IsNotFound: true } or KubernetesException { IsAlreadyExists: true }
            or HttpRequestException or IOException or TimeoutException;

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Controller} will look at {Key} again: {Problem}")]
    private partial void LogRetry(string controller, ObjectKey key, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller} could not handle {Key}")]
    private partial void LogFailure(Exception error, string controller, ObjectKey key);
}
