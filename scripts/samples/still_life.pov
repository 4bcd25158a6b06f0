// Sample content picture: fruit, a bottle, a jug and a draped cloth on a wooden
// table, lit from a window on the left. The vessels are lathes, the cloth is a
// mesh whose folds deepen where it hangs over the edge of the table.

#version 3.7;
#include "functions.inc"

global_settings {
  assumed_gamma 1.0
  max_trace_level 10
  radiosity {
    pretrace_start 0.08
    pretrace_end 0.02
    count 40
    nearest_count 6
    error_bound 0.9
    recursion_limit 1
    brightness 0.9
  }
}

camera {
  location <0.6, 7.4, -21>
  direction z
  right x * image_width / image_height
  up y
  angle 33.5
  look_at <0.1, 2.95, 0>
}

// The window: a warm area light outside a frame whose bars shade the wall.
light_source {
  <-26, 21, -15>
  color rgb <1.55, 1.30, 0.98> * 1.4
  area_light <1.1, 0, -1.1>, <0, 1.5, 0>, 11, 11
  adaptive 2
  circular orient
}
light_source { <16, 14, -24> color rgb <0.20, 0.24, 0.34> * 0.85 shadowless }

union {
  box { <-0.1, 4.5, -10.9>, <0.1, 22, -10.5> }
  box { <-0.1, 4.5, -7.5>, <0.1, 22, -7.1> }
  box { <-0.1, 11.4, -20>, <0.1, 11.8, 4> }
  box { <-0.1, 16.9, -20>, <0.1, 30, 6> }
  box { <-0.1, -10, -4.2>, <0.1, 30, 20> }
  translate x * -14
  pigment { rgb 0.4 }
}

// ---------------------------------------------------------------- room

plane {
  -z, -6.5
  pigment {
    bozo
    turbulence 0.9 octaves 6 omega 0.62
    color_map {
      [0.2 rgb <0.20, 0.24, 0.22>] [0.5 rgb <0.30, 0.32, 0.27>]
      [0.65 rgb <0.38, 0.36, 0.27>] [0.85 rgb <0.26, 0.30, 0.28>]
    }
    scale <3.2, 2.6, 1>
  }
  normal { bumps 0.30 turbulence 0.5 scale <0.9, 0.7, 0.9> }
  finish { diffuse 0.85 }
}

#declare TableWood = texture {
  pigment {
    wood
    turbulence <0.07, 0.05, 0.2> octaves 4
    color_map {
      [0.0 rgb <0.36, 0.17, 0.07>] [0.5 rgb <0.47, 0.25, 0.11>]
      [0.8 rgb <0.24, 0.10, 0.04>] [1.0 rgb <0.36, 0.17, 0.07>]
    }
    scale <0.42, 0.42, 2.2>
    rotate <2, 88, 1>
    translate <0, -2.2, 1.2>
  }
  normal { wrinkles 0.2 scale <4, 0.3, 0.15> }
  finish { diffuse 0.75 specular 0.3 roughness 0.04 reflection { 0.02, 0.12 fresnel on } }
}

#declare TableFront = -4.6;
union {
  #for (Board, 0, 4)
    superellipsoid {
      <0.04, 0.04>
      scale <14, 0.35, 1.02>
      translate <0, -0.35, TableFront + 1.02 + Board * 2.06>
      texture { TableWood translate <Board * 7.3, Board * 0.9, Board * 0.37> }
    }
  #end
  box { <-14, -2.6, TableFront + 0.6>, <14, -0.65, TableFront + 0.9> texture { TableWood translate 3 } }
  interior { ior 1.4 }
}

// ---------------------------------------------------------------- cloth

// Length along the cloth bends over the table edge at TableFront.
#declare FoldPhase = function(u, v) { u * 2.1 + 0.9 * f_noise3d(u * 0.5, v * 0.4, 3.1) * 4 }
#macro ClothPoint(U, V)
  #local Hang = max(0, -V);
  #local Loose = min(1, Hang / 2.5);
  #local Fold = sin(FoldPhase(U, V * 0.6)) + 0.35 * sin(FoldPhase(U, V) * 2.3 + 1);
  #local Rumple = 0.42 * max(0, f_ridged_mf(U * 0.22 + 0.16 * V + 2, 0.7, V * 0.30, 1, 2, 3, 0.8, 2, 2) - 0.45);
  #local Bend = min(1, Hang / 0.5);
  < U * (1 - 0.05 * Loose) + 0.10 * Loose * cos(FoldPhase(U, V)),
    0.06 + (1 - Bend) * Rumple + 0.05 * (1 - Bend) * (1 + sin(FoldPhase(U, 0)))  - max(0, Hang - 0.3) ,
    TableFront + max(0, V) - 0.28 * Bend - Loose * 0.34 * (1 + Fold) >
#end

#declare Across = 150;
#declare Down = 130;
#macro ClothAt(I, J)
  ClothPoint(-4.9 + 7.6 * I / Across - 0.16 * (6.4 - 10.4 * J / Down), 6.4 - 10.4 * J / Down)
#end
#declare Sheet = array[Across + 3][Down + 3];
#for (I, 0, Across + 2)
  #for (J, 0, Down + 2)
    #declare Sheet[I][J] = ClothAt(I - 1, J - 1);
  #end
#end
#macro SheetNormal(I, J)
  vnormalize(vcross(Sheet[I + 1][J] - Sheet[I - 1][J], Sheet[I][J + 1] - Sheet[I][J - 1]))
#end

#declare Linen = texture {
  uv_mapping
  pigment {
    gradient y
    color_map {
      [0.00 rgb <0.84, 0.80, 0.72>] [0.05 rgb <0.84, 0.80, 0.72>]
      [0.05 rgb <0.14, 0.26, 0.46>] [0.075 rgb <0.14, 0.26, 0.46>]
      [0.075 rgb <0.84, 0.80, 0.72>] [0.09 rgb <0.84, 0.80, 0.72>]
      [0.09 rgb <0.66, 0.16, 0.11>] [0.10 rgb <0.66, 0.16, 0.11>]
      [0.10 rgb <0.84, 0.80, 0.72>] [1.00 rgb <0.84, 0.80, 0.72>]
    }
  }
  finish { diffuse 0.82 }
}
mesh {
  #for (I, 1, Across)
    #for (J, 1, Down)
      #local Corner = <I / Across, 1 - J / Down>;
      #local StepU = 1 / Across;
      #local StepV = 1 / Down;
      smooth_triangle {
        Sheet[I][J], SheetNormal(I, J), Sheet[I + 1][J], SheetNormal(I + 1, J),
        Sheet[I + 1][J + 1], SheetNormal(I + 1, J + 1)
        uv_vectors Corner, Corner + <StepU, 0>, Corner + <StepU, -StepV>
      }
      smooth_triangle {
        Sheet[I][J], SheetNormal(I, J), Sheet[I + 1][J + 1], SheetNormal(I + 1, J + 1),
        Sheet[I][J + 1], SheetNormal(I, J + 1)
        uv_vectors Corner, Corner + <StepU, -StepV>, Corner + <0, -StepV>
      }
    #end
  #end
  texture { Linen }
}

// ---------------------------------------------------------------- vessels

#declare Bottle = union {
  lathe {
    cubic_spline 16,
    <0, 0.15>, <0.9, 0.0>, <1.16, 0.12>, <1.2, 0.6>, <1.2, 2.5>, <1.2, 4.2>, <1.06, 5.0>, <0.66, 5.7>,
    <0.45, 6.3>, <0.42, 7.4>, <0.43, 7.8>, <0.56, 7.84>, <0.56, 8.12>, <0.40, 8.16>, <0.34, 8.1>, <0.34, 7.6>
    pigment { rgb <0.014, 0.030, 0.012> }
    finish { diffuse 0.7 specular 0.9 roughness 0.004 reflection { 0.05, 0.8 fresnel on } conserve_energy }
    interior { ior 1.5 }
  }
  cylinder { y * 7.9, y * 8.5, 0.36
    pigment { granite color_map { [0 rgb <0.40, 0.24, 0.12>] [1 rgb <0.72, 0.52, 0.32>] } scale 0.4 } }
  difference {
    cylinder { y * 1.3, y * 3.6, 1.215 open }
    box { <-3, 0, 0.15>, <3, 5, 3> }
    pigment {
      gradient y
      color_map {
        [0.00 rgb <0.80, 0.70, 0.50>] [0.08 rgb <0.80, 0.70, 0.50>] [0.08 rgb <0.48, 0.10, 0.07>]
        [0.16 rgb <0.48, 0.10, 0.07>] [0.16 rgb <0.82, 0.73, 0.53>] [0.62 rgb <0.82, 0.73, 0.53>]
        [0.62 rgb <0.48, 0.10, 0.07>] [0.80 rgb <0.48, 0.10, 0.07>] [0.80 rgb <0.82, 0.73, 0.53>]
      }
      scale 2.3
      translate y * 1.3
    }
    finish { diffuse 0.8 }
  }
}

#declare Glaze = finish { diffuse 0.78 specular 0.7 roughness 0.008 reflection { 0.03, 0.5 fresnel on } conserve_energy }
#declare Jug = union {
  lathe {
    cubic_spline 13,
    <0, 0.1>, <0.95, 0.0>, <1.2, 0.12>, <1.68, 1.0>, <1.78, 1.9>, <1.45, 2.9>, <1.02, 3.6>,
    <0.96, 4.1>, <1.14, 4.6>, <1.16, 4.68>, <1.05, 4.6>, <0.86, 4.1>, <0.86, 3.6>
  }
  sphere_sweep {
    b_spline 8,
    <0.6, 3.9, 0>, 0.17, <0.95, 4.25, 0>, 0.17, <1.75, 4.45, 0>, 0.17, <2.30, 3.8, 0>, 0.17, <2.25, 2.9, 0>, 0.16,
    <1.80, 2.1, 0>, 0.15, <1.5, 1.8, 0>, 0.15, <1.2, 1.6, 0>, 0.15
    tolerance 0.01
  }
  pigment {
    gradient y
    turbulence 0.025
    color_map {
      [0.00 rgb <0.55, 0.26, 0.13>] [0.09 rgb <0.55, 0.26, 0.13>] [0.10 rgb <0.86, 0.80, 0.66>]
      [0.24 rgb <0.88, 0.83, 0.70>] [0.25 rgb <0.06, 0.17, 0.42>] [0.29 rgb <0.06, 0.17, 0.42>]
      [0.30 rgb <0.88, 0.83, 0.70>] [0.33 rgb <0.88, 0.83, 0.70>] [0.34 rgb <0.10, 0.25, 0.50>]
      [0.46 rgb <0.06, 0.15, 0.40>] [0.47 rgb <0.88, 0.83, 0.70>] [0.50 rgb <0.88, 0.83, 0.70>]
      [0.51 rgb <0.72, 0.40, 0.10>] [0.54 rgb <0.72, 0.40, 0.10>] [0.55 rgb <0.88, 0.83, 0.70>]
      [0.90 rgb <0.86, 0.80, 0.66>] [0.92 rgb <0.06, 0.17, 0.42>] [1.00 rgb <0.06, 0.17, 0.42>]
    }
    scale 4.75
  }
  normal { bumps 0.06 scale 0.5 }
  finish { Glaze }
  interior { ior 1.5 }
}

#declare Bowl = lathe {
  cubic_spline 14,
  <0, 0.3>, <0.9, 0.05>, <1.2, 0.0>, <1.25, 0.25>, <1.5, 0.5>, <2.4, 1.1>, <2.9, 1.85>, <3.02, 2.0>, <3.0, 2.1>,
  <2.82, 2.0>, <2.3, 1.3>, <1.4, 0.75>, <0.4, 0.6>, <0, 0.6>
  pigment {
    gradient y turbulence 0.05
    color_map {
      [0.00 rgb <0.05, 0.22, 0.26>] [0.60 rgb <0.07, 0.36, 0.38>] [0.86 rgb <0.16, 0.48, 0.46>]
      [0.90 rgb <0.74, 0.66, 0.44>] [1.00 rgb <0.80, 0.72, 0.50>]
    }
    scale 2.15
  }
  normal { bumps 0.08 scale 0.6 }
  finish { Glaze }
  interior { ior 1.5 }
}

// ---------------------------------------------------------------- fruit

#declare Skin = finish { diffuse 0.78 specular 0.38 roughness 0.018 reflection { 0.0, 0.18 fresnel on } }

#macro Stalk(From, To)
  cone { From, 0.06, To, 0.085 pigment { rgb <0.17, 0.10, 0.05> } }
#end

#macro Apple(Ground, Blush)
  union {
    lathe {
      cubic_spline 11,
      <0.0, 0.50>, <0.10, 0.22>, <0.40, 0.05>, <0.78, 0.28>, <1.04, 0.95>, <1.02, 1.45>, <0.74, 1.80>,
      <0.36, 1.86>, <0.12, 1.68>, <0.0, 1.52>, <0, 1.4>
      texture {
        pigment {
          bozo turbulence 0.35
          color_map { [0.25 rgb Ground] [0.5 rgb Ground * 0.5 + Blush * 0.5] [0.62 rgb Blush] [1 rgb Blush * 0.62] }
          scale <0.55, 1.6, 0.55>
          translate Ground * 31
        }
        finish { Skin }
      }
      texture {
        pigment { bozo color_map { [0.76 rgbt 1] [0.79 rgbt <0.95, 0.85, 0.6, 0.35>] [1 rgbt <0.95, 0.85, 0.6, 0.35>] } scale 0.085 }
        finish { Skin }
      }
      interior { ior 1.35 }
    }
    Stalk(<0, 1.5, 0>, <0.16, 2.25, 0.05>)
    translate y * -0.95
  }
#end
#declare RedApple = Apple(<0.80, 0.52, 0.12>, <0.55, 0.035, 0.03>)
#declare GreenApple = Apple(<0.50, 0.58, 0.10>, <0.36, 0.44, 0.06>)

#declare Orange = union {
  sphere { 0, 1.02 scale <1, 0.94, 1> }
  pigment { bozo color_map { [0 rgb <0.90, 0.36, 0.03>] [1 rgb <0.78, 0.25, 0.02>] } scale 0.8 }
  normal { bumps 0.35 scale 0.06 }
  finish { diffuse 0.8 specular 0.32 roughness 0.03 }
}
#declare Lemon = union {
  lathe {
    cubic_spline 9,
    <0.05, -1.35>, <0.12, -1.22>, <0.22, -1.05>, <0.62, -0.72>, <0.80, 0>, <0.62, 0.72>, <0.22, 1.05>, <0.12, 1.24>, <0, 1.3>
  }
  pigment { bozo color_map { [0 rgb <0.92, 0.72, 0.06>] [1 rgb <0.80, 0.60, 0.05>] } scale 0.9 }
  normal { bumps 0.30 scale 0.08 }
  finish { diffuse 0.82 specular 0.35 roughness 0.03 }
  rotate z * 90
}
#declare Pear = union {
  lathe {
    cubic_spline 11,
    <0, 0.3>, <0.15, 0.1>, <0.5, 0.04>, <0.98, 0.55>, <1.08, 1.1>, <0.86, 1.8>, <0.55, 2.4>, <0.44, 2.85>,
    <0.24, 3.08>, <0.05, 3.06>, <0, 3.0>
    texture {
      pigment {
        bozo turbulence 0.5
        color_map { [0.3 rgb <0.62, 0.56, 0.11>] [0.6 rgb <0.72, 0.48, 0.10>] [0.85 rgb <0.60, 0.25, 0.07>] }
        scale <1.2, 1.6, 1.2>
      }
      finish { Skin }
    }
    texture {
      pigment { bozo color_map { [0.74 rgbt 1] [0.77 rgbt <0.3, 0.18, 0.06, 0.35>] [1 rgbt <0.3, 0.18, 0.06, 0.35>] } scale 0.07 }
      finish { Skin }
    }
    interior { ior 1.35 }
  }
  Stalk(<0, 2.95, 0>, <0.22, 3.75, 0.1>)
}

#declare Dice = seed(733);
#macro Between(Low, High)
  (Low + (High - Low) * rand(Dice))
#end
#declare Grape = sphere {
  0, 0.40
  pigment {
    bozo turbulence 0.4
    color_map { [0.2 rgb <0.085, 0.012, 0.055>] [0.6 rgb <0.15, 0.035, 0.11>] [0.9 rgb <0.27, 0.20, 0.31>] }
    scale 0.6
  }
  finish { diffuse 0.8 specular 0.5 roughness 0.015 reflection { 0.01, 0.25 fresnel on } }
  interior { ior 1.4 }
}
#macro Grapes(Length)
  union {
    #for (Row, 0, 11)
      #local Along = Row / 11;
      #local Radius = 0.92 * sin(pi * pow(1 - Along, 0.8) * 0.86 + 0.22);
      #local Count = max(1, floor(Radius * 9));
      #for (Berry, 0, Count - 1)
        #local Angle = radians(360 * Berry / Count + Between(-12, 12) + Row * 31);
        object {
          Grape
          scale Between(0.86, 1.08)
          rotate <Between(0, 360), Between(0, 360), 0>
          translate <Along * Length + Between(-0.08, 0.08), 0.42 + max(0, Radius * 0.85 * (1 + sin(Angle)) * 0.62), Radius * cos(Angle)>
        }
      #end
    #end
    sphere_sweep { b_spline 5, <1.2, 1, 0>, 0.06, <0.2, 1.3, 0>, 0.06, <-0.5, 1.4, 0.1>, 0.07, <-1.0, 1.2, 0.2>, 0.08, <-1.4, 1.1, 0.3>, 0.1
      pigment { rgb <0.26, 0.20, 0.07> } }
  }
#end

// ---------------------------------------------------------------- arrangement

object { Bottle translate <-2.6, 0.1, 2.2> }
object { Jug rotate y * 14 translate <2.9, 0, 2.3> }

#declare BowlPlace = <-0.45, 0.15, -0.6>;
union {
  object { Bowl }
  object { RedApple rotate <8, 40, -14> translate <-1.35, 1.95, -0.55> }
  object { Orange rotate <20, 0, 0> translate <0.55, 1.85, -1.15> }
  object { GreenApple rotate <-10, 100, 16> translate <1.55, 1.95, 0.15> }
  object { RedApple rotate <6, 190, 8> translate <0.25, 2.15, 0.85> scale 1.02 }
  object { Orange translate <-0.85, 1.9, 1.1> }
  object { Pear rotate <12, 40, 22> translate <0.05, 1.75, 0.1> }
  object { Lemon rotate <0, 30, 18> translate <-0.35, 2.35, -0.75> scale 0.92 }
  translate BowlPlace
}

object { Grapes(3.1) rotate y * 12 translate <2.25, 0.12, -2.5> }
object { Pear rotate <0, 0, -82> rotate y * -35 translate <-4.6, 1.05, -1.3> }
object { Lemon rotate <0, -38, 6> translate <-3.1, 0.95, -3.1> }
object { RedApple rotate <14, 60, -10> translate <4.6, 0.98, -0.9> }
