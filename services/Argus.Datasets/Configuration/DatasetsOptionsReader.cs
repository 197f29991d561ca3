using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Argus.Data.Blobs.S3;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.ServiceDefaults.Configuration;
using Npgsql;

namespace Argus.Datasets.Configuration;

/// <summary>From environment names, those of the older services included, to <see cref="DatasetsOptions"/>.</summary>
internal static partial class DatasetsOptionsReader
{
    private const string DatabaseHost = "DB_HOST";
    private const string Endpoint = "MINIO_ENDPOINT";
    private const string ClassesFile = "ARGUS_CLASSES_FILE";
    private const string SchemaName = "ARGUS_DATASETS_SCHEMA";

    private static readonly DatasetsOptions Defaults = new() { Database = "" };

    /// <summary>Reads all settings.</summary>
    /// <param name="read">Reads one variable.</param>
    /// <param name="isAsked">Whether this process answers more than probes.</param>
    /// <param name="options">The settings; of use only where there is no error.</param>
    /// <returns>A sentence for every bad value.</returns>
    public static ImmutableArray<string> Read(Func<string, string?> read, bool isAsked, out DatasetsOptions options)
    {
        var env = new EnvironmentReader(read);
        options = new DatasetsOptions
        {
            Host = env.Address("HOST", Defaults.Host),
            Port = env.Port("PORT", Defaults.Port),
            ModelsPort = env.Port("ARGUS_MODELS_PORT", Defaults.ModelsPort),
            LogLevel = env.Level(Defaults.LogLevel),
            Trust = isAsked ? TrustOptionsReader.Read(env, isAsked) : new TrustOptions(),
            Database = Database(env),
            Schema = Schema(env),
            Data = env.Text("ARGUS_DATA", Defaults.Data),
            S3 = S3(env),
            PhotoBucket = Bucket(env, "STYLE_PHOTO_BUCKET", Defaults.PhotoBucket),
            ArtifactBucket = Bucket(env, "ML_ARTIFACTS_BUCKET", Defaults.ArtifactBucket),
            Classes = Classes(env),
            MaxBytes = env.Number("ARGUS_MAX_BYTES", Defaults.MaxBytes, 1, 1 << 30),
            Workers = (int)env.Number("ARGUS_WORKERS", Defaults.Workers, 1, 256),
            Inference = Address(env, "ARGUS_INFERENCE_URL"),
            InferenceKeyFile = env.ExistingFile("ARGUS_INFERENCE_KEY_FILE"),
            InferenceTimeout = env.Milliseconds("ML_SERVICE_TIMEOUT", Defaults.InferenceTimeout, 1),
        };
        if (options.PhotoBucket == options.ArtifactBucket)
            env.Fail($"STYLE_PHOTO_BUCKET and ML_ARTIFACTS_BUCKET are both '{options.PhotoBucket}': users' uploads and datasets must lie apart.");
        if (options.ModelsPort == options.Port && options.Port > 0)
            env.Fail($"ARGUS_MODELS_PORT and PORT are both {options.Port}: what is open to all must have a port of its own.");
        return env.Errors;
    }

    private static string Database(EnvironmentReader env)
    {
        if (env.Text(DatabaseHost, "") is not { Length: > 0 } host)
        {
            env.Fail($"{DatabaseHost} is not set: datasets need PostgreSQL, where the table user_styles is.");
            return "";
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = (int)env.Number("DB_PORT", 5432, 1, 65535),
            Username = env.Text("DB_USER", "argus"),
            Password = env.Secret("DB_PASSWORD"),
            Database = env.Text("DB_NAME", "argus"),
        }.ConnectionString;
    }

    private static string Schema(EnvironmentReader env)
    {
        string schema = env.Text(SchemaName, Defaults.Schema);
        if (!SchemaPattern().IsMatch(schema))
            env.Fail($"{SchemaName} must be of lower-case letters, digits and underlines, at most 50, not '{schema}'.");
        return schema;
    }

    private static S3Options? S3(EnvironmentReader env)
    {
        if (env.Text(Endpoint, "") is not { Length: > 0 } text)
            return null;
        // As MinIO's own tools take it: host and port without a scheme.
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url is not { UserInfo: "", PathAndQuery: "/" })
        {
            env.Fail($"{Endpoint} must be host:port or an address such as https://minio.example.com, not '{text}'.");
            return null;
        }

        var options = new S3Options
        {
            Endpoint = url,
            AccessKey = env.Secret("MINIO_ROOT_USER") ?? "",
            SecretKey = env.Secret("MINIO_ROOT_PASSWORD") ?? "",
            Bucket = "",
            Region = env.Text("MINIO_REGION", "us-east-1"),
        };
        if (options.AccessKey.Length == 0 || options.SecretKey.Length == 0)
            env.Fail($"{Endpoint} needs MINIO_ROOT_USER and MINIO_ROOT_PASSWORD.");
        return options;
    }

    private static string Bucket(EnvironmentReader env, string name, string fallback)
    {
        string bucket = env.Text(name, fallback);
        if (!BucketPattern().IsMatch(bucket))
            env.Fail($"{name} must be a bucket's name (3 to 63 lower-case letters, digits, dots and hyphens), not '{bucket}'.");
        return bucket;
    }

    private static ImmutableArray<string> Classes(EnvironmentReader env)
    {
        if (env.ExistingFile(ClassesFile) is not { } path)
            return Defaults.Classes;
        ImmutableArray<string> classes = [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        foreach (string name in classes.Where(name => !ClassPattern().IsMatch(name)))
            env.Fail($"{ClassesFile}: '{name}' cannot be a class: letters, digits, spaces, hyphens and underlines, at most 64, beginning with a letter or digit.");
        if (classes.Length < 2 || classes.Distinct(StringComparer.Ordinal).Count() < classes.Length)
            env.Fail($"{ClassesFile} must name at least two classes, each once.");
        return classes;
    }

    /// <summary>An address of http or https; null where it is not set.</summary>
    public static Uri? Address(EnvironmentReader env, string name)
    {
        if (env.Text(name, "") is not { Length: > 0 } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Query: "", Fragment: "" })
            return url;
        env.Fail($"{name} must be an address such as http://host:8000, without a user name, not '{text}'.");
        return null;
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,49}$")]
    private static partial Regex SchemaPattern();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketPattern();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 _-]{0,63}$")]
    private static partial Regex ClassPattern();
}
