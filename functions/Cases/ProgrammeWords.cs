using System.Resources;

namespace Boai.Functions.Cases;

/// <summary>The Chinese words of one programme: <c>state.*</c>, <c>item.*</c>, <c>ground.*</c>, <c>stage.*</c>. Each programme registers its own.</summary>
/// <param name="Programme">As the head of its cases names it.</param>
public sealed record ProgrammeWords(string Programme, ResourceManager Words);
