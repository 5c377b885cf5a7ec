// The tasks of vae-evaluate. Each computes, writes its picture and reports.
#pragma once

#include "evaluate/context.h"
#include "evaluate/embedding.h"
#include "evaluate/results.h"

namespace tools {

vae::Result<Report> Reconstruct(const Context& context);
vae::Result<Report> Generate(const Context& context);
vae::Result<Report> ShowManifold(const Context& context);
vae::Result<Report> Traverse(const Context& context);
vae::Result<Report> InterpolatePairs(const Context& context);
vae::Result<Report> Denoise(const Context& context);
vae::Result<Report> ShowLatentSpace(const Context& context, const TestMap& map);
vae::Result<Report> WriteMap(const Context& context, const TestMap& map);
vae::Result<Report> Score(const Context& context);

// Needs no model.
vae::Result<Report> ShowCurve(const EvaluateFlags& flags);

}  // namespace tools
