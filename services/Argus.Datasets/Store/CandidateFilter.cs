using Argus.Contracts.Datasets;

namespace Argus.Datasets.Store;

/// <summary>Which candidates are wanted.</summary>
/// <param name="State">Only of this state.</param>
/// <param name="Day">Only of this day.</param>
/// <param name="Class">Only of this class: the decided one, else the predicted one.</param>
/// <param name="After">Only with a greater id.</param>
/// <param name="Limit">Most at once.</param>
internal sealed record CandidateFilter(CandidateState? State, DateOnly? Day, string? Class, long After, int Limit);
