namespace Argus.Jobs.Tests.Storm;

/// <summary>What a picture or film deserves.</summary>
internal enum Fate
{
    /// <summary>It completes.</summary>
    Good,

    /// <summary>The model fails once with 500, then does it.</summary>
    Flaky,

    /// <summary>The model fails with 500 each time: a picture is given up after the last attempt, a film when the model has failed for all of its frames.</summary>
    Poison,

    /// <summary>The model refuses it with 422, or it is no film: an error at once.</summary>
    Refused,

    /// <summary>The media store does not know it: an error at once.</summary>
    Missing,
}
