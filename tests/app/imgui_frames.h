// Frames of Dear ImGui without a window.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

namespace app {

class ImguiFrames : public testing::Test {
 protected:
  void SetUp() override {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {400, 400};
    io.DeltaTime = 1.0f / 60;
    io.Fonts->Build();
  }
  void TearDown() override { ImGui::DestroyContext(); }
};

}  // namespace app
