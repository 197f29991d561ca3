using Argus.Inference.Models;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;

namespace Argus.Cli.Platform;

/// <summary>Settings of face classes and scores that whoever calls <c>up</c> has in the environment: they are passed on to those that read them.</summary>
internal static class PassedOn
{
    private const string Classes = "ARGUS_CLASSES";
    private const string ScoreHead = "ARGUS_SCORE_HEAD";

    private static readonly string[] OfScores =
        ["FACE_EMBEDDING_SERVICE", "FACE_DETECTION_SERVICE", "ARGUS_SCORE_WORKERS", "ARGUS_SCORE_QUEUE", "ARGUS_SCORE_VIBES", "FALLBACK_TO_SIMULATED"];

    /// <summary>What the job service gets for POST /api/score.</summary>
    /// <param name="environment">Gives a variable, or null.</param>
    public static IReadOnlyList<V1EnvVar> ToJobs(Func<string, string?> environment) =>
        [.. OfScores.Where(name => environment(name) is { Length: > 0 }).Select(name => new V1EnvVar { Name = name, Value = environment(name) })];

    /// <summary>Files of this machine that the environment names: pods read them where they lie, also below /tmp, which a pod has for itself.</summary>
    /// <param name="environment">Gives a variable, or null.</param>
    public static IEnumerable<string> Files(Func<string, string?> environment) =>
        new[] { Classes, ScoreHead }.Select(environment).Where(file => !string.IsNullOrEmpty(file) && !IsAddress(file)).Select(file => Path.GetFullPath(file!));

    /// <summary>The deployments that tell classes and scores, where a file for them is named and the pack makes vectors of faces.</summary>
    /// <param name="environment">Gives a variable, or null.</param>
    /// <param name="faces">The deployment that finds faces: they take its model.</param>
    /// <param name="pack">Its pack.</param>
    public static IReadOnlyList<ModelDeployment> Deployments(Func<string, string?> environment, ModelDeployment faces, Argus.Inference.Models.ModelPack pack)
    {
        if (pack.Files.All(f => f.Role != ModelRole.Recognizer))
            return [];
        return
        [
            .. from one in ((string Name, string Task, string Variable)[])[("classes", ModelTasks.FaceClassification, Classes), ("scores", ModelTasks.FaceScore, ScoreHead)]
               let file = environment(one.Variable)
               where !string.IsNullOrEmpty(file)
               select new ModelDeployment
               {
                   Metadata = new() { Name = one.Name, Namespace = faces.Metadata.Namespace },
                   Spec = new()
                   {
                       Task = one.Task,
                       Model = faces.Spec.Model,
                       // Pods do not run where this program does.
                       Pod = new() { Env = [new() { Name = one.Variable, Value = IsAddress(file) ? file : Path.GetFullPath(file) }] },
                   },
               },
        ];
    }

    private static bool IsAddress(string text) => text.Contains("://", StringComparison.Ordinal);
}
