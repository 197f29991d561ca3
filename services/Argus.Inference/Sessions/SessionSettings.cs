using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace Argus.Inference.Sessions;

/// <summary>ONNX Runtime's options for one session.</summary>
internal static class SessionSettings
{
    /// <param name="hardware">Threads and device.</param>
    /// <param name="providers">Devices in order, each with its options; empty for the CPU.</param>
    /// <param name="pattern">Plans the memory of a run once: 2 to 3 % faster, but kept for each shape, so only for graphs of one.</param>
    /// <param name="profile">Path that the profile's name begins with, or null for none.</param>
    public static SessionOptions Create(HardwareOptions hardware, ImmutableArray<ProviderSetting> providers, bool pattern, string? profile)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = hardware.IntraOpThreads,
            InterOpNumThreads = 1,
            EnableMemoryPattern = pattern,
            // What it warns of, shapes and nodes left to the CPU, is settled here and by the audit.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        if (profile is not null)
        {
            // In this order: the name is read when profiling is switched on.
            options.ProfileOutputPathPrefix = profile;
            options.EnableProfiling = true;
        }

        foreach (var provider in providers)
            Append(options, provider);
        return options;
    }

    private static void Append(SessionOptions options, ProviderSetting provider)
    {
        var settings = provider.Options.ToDictionary();
        switch (provider.Name)
        {
            case ProviderNames.Cuda:
                using (var cuda = new OrtCUDAProviderOptions())
                {
                    cuda.UpdateOptions(settings);
                    options.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            case ProviderNames.TensorRt:
                using (var tensorRt = new OrtTensorRTProviderOptions())
                {
                    tensorRt.UpdateOptions(settings);
                    options.AppendExecutionProvider_Tensorrt(tensorRt);
                }

                break;
            default:
                options.AppendExecutionProvider(provider.Name, settings);
                break;
        }
    }
}
