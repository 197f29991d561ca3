namespace Argus.Jobs.Tests.Storm;

/// <summary>Settings of all programs of a storm: leases and pauses so short that it is over in minutes.</summary>
internal static class StormSettings
{
    /// <summary>Failures before a job is given up. More than by default: here any four calls in a row may meet a cut or hanging connection, which is no fault of the picture.</summary>
    public const int Attempts = 8;

    public static Dictionary<string, string> With(Dictionary<string, string> settings, Uri models, Uri? media)
    {
        if (media is not null)
            settings["MEDIA_STORE_URL"] = $"{media}";
        settings["ARGUS_INFERENCE_URL"] = $"{models}";
        settings["ARGUS_MEDIA_TIMEOUT_MS"] = "2000";
        settings["ML_SERVICE_TIMEOUT"] = "2000";
        settings["ARGUS_JOB_ATTEMPTS"] = $"{Attempts}";
        settings["ARGUS_JOB_LEASE_MS"] = "3000";
        settings["ARGUS_JOB_RETRY_DELAY_MS"] = "50";
        settings["ARGUS_JOB_SYNC_DELAY_MS"] = "50";
        settings["ARGUS_WORKERS"] = "6";
        settings["AUTH_DISABLED"] = "true";
        settings["LOG_LEVEL"] = "WARNING";
        return settings;
    }
}
