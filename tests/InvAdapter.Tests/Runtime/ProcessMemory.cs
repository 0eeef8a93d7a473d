using Xunit;

namespace InvAdapter.Tests.Runtime;

/// <summary>Tests that measure what the whole process holds, and so run by themselves.</summary>
[CollectionDefinition(nameof(ProcessMemory), DisableParallelization = true)]
public static class ProcessMemory;
